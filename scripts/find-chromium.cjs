'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const NAMES_ON_PATH = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const USUAL_PLACES = {
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    path.join(os.homedir(), 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome'),
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  linux: ['/usr/bin/chromium', '/usr/lib/chromium/chromium', '/snap/bin/chromium', '/opt/google/chrome/chrome'],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
    .map((variable) => process.env[variable])
    .filter(Boolean)
    .flatMap((folder) => [
      path.join(folder, 'Google/Chrome/Application/chrome.exe'),
      path.join(folder, 'Chromium/Application/chrome.exe'),
      path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
};

/**
 * The Chromium to use: what TOLLGATE_CHROMIUM names, or the first of the usual ones.
 * Answers `{ path }`, or `{ problem }` with a sentence when there is none.
 */
const findChromium = () => {
  const named = process.env.TOLLGATE_CHROMIUM;
  if (named) {
    return isProgram(named)
      ? { path: named }
      : { problem: `TOLLGATE_CHROMIUM names ${named}, which is not a program.` };
  }
  const onPath = (process.env.PATH || '')
    .split(path.delimiter)
    .filter(Boolean)
    .flatMap((folder) => NAMES_ON_PATH.map((name) => path.join(folder, name)));
  const found = [...onPath, ...(USUAL_PLACES[process.platform] || [])].find(
    (file) => isProgram(file) && !isSnapStub(file),
  );
  return found ? { path: found } : { problem: 'The browser tests need a Chromium and none was found.' };
};

const isProgram = (file) => {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
};

/** Ubuntu puts a script in the browser's place that only says how to install it. */
const isSnapStub = (file) => {
  if (process.platform !== 'linux' || fs.statSync(file).size > 20_000) return false;
  return fs.readFileSync(file, 'utf8').includes('snap install') && !fs.existsSync('/snap/bin/chromium');
};

module.exports = { findChromium };
