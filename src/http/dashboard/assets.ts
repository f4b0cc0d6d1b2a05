import { loadPageFile, loadStyle, type PageFile } from '../kernel/page-file.ts';

export type DashboardAssets = Readonly<Record<'style' | 'passkeys', PageFile>>;

const FOLDER = new URL('./assets/', import.meta.url);

export const loadDashboardAssets = (): DashboardAssets => ({
  style: loadStyle(FOLDER, 'dashboard.css'),
  passkeys: loadPageFile(FOLDER, 'passkeys.js', 'text/javascript; charset=utf-8'),
});
