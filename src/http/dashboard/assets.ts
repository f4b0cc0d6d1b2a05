import { loadStyle, type PageFile } from '../kernel/page-file.ts';

export type DashboardAssets = Readonly<Record<'style', PageFile>>;

export const loadDashboardAssets = (): DashboardAssets => ({
  style: loadStyle(new URL('./assets/', import.meta.url), 'dashboard.css'),
});
