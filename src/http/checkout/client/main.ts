import { find, goTo } from './dom.ts';
import { startFormPage } from './form-page.ts';
import { followPayment } from './waiting-page.ts';

/** Each page says its name; the page works without any of this. */
const start: Readonly<Record<string, () => void>> = {
  form: startFormPage,
  processing: () => {
    const path = find('waiting', HTMLElement)?.dataset['path'];
    if (path !== undefined) void followPayment(path);
  },
  leaving: () => {
    const url = find('leaving', HTMLElement)?.dataset['url'];
    if (url !== undefined) goTo(url);
  },
};

start[document.body.dataset['page'] ?? '']?.();
