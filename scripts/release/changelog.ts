/** The part of a changelog about a version, with its heading; undefined when there is none. */
export const findNotes = (changelog: string, version: string): string | undefined => {
  const parts = changelog.split(/^(?=## )/m);
  return parts.find((part) => part.startsWith(`## ${version} `) || part.startsWith(`## ${version}\n`))?.trim();
};

/** Gives the unreleased part its version and its day; undefined when nothing is unreleased. */
export const nameRelease = (changelog: string, version: string, day: string): string | undefined => {
  const named = changelog.replace(/^## .*\(unreleased\)$/m, `## ${version} (${day})`);
  return named === changelog ? undefined : named;
};
