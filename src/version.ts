import manifest from '../package.json' with { type: 'json' };

/** Of this program: that of the last release, or what a package was built as. */
export const VERSION: string = manifest.version;
