import { gzipSync } from 'node:zlib';
import { commands } from '../../packages/cli/src/operator/commands.ts';
import { settings } from '../../src/config.ts';
import type { Build } from '../release/version.ts';
import type { ProductionPackage } from './production.ts';

export const MAINTAINER = 'Tollgate maintainers <maintainers@tollgate.example>';

/** As Debian orders versions: what comes before a release has a `~`. */
export const debianVersion = ({ version }: Build): string => version.replace('-', '~');

type Control = { readonly build: Build; readonly architecture: string; readonly kilobytes: number };

export const controlFile = ({ build, architecture, kilobytes }: Control): string => `Package: tollgate
Version: ${debianVersion(build)}
Architecture: ${architecture}
Maintainer: ${MAINTAINER}
Installed-Size: ${kilobytes}
Depends: adduser, libc6 (>= 2.28), libgcc-s1, libstdc++6 (>= 8)
Suggests: postgresql
Section: net
Priority: optional
Description: self-hosted payment gateway
 A shop's server asks Tollgate for a payment session with one REST call and
 sends the customer to its payment page. Card data never touches the shop.
 .
 This package brings Node.js of its own. It needs a PostgreSQL 15 or newer,
 here or on another machine, and an acquirer.
`;

/** Compressed without a time or a name in it. */
export const gzip = (text: string): Buffer => gzipSync(text, { level: 9 });

export const changelog = (build: Build): string => `tollgate (${debianVersion(build)}) unstable; urgency=medium

  * What is new: /usr/share/doc/tollgate/changelog.gz.

 -- ${MAINTAINER}  ${new Date(build.epoch * 1_000).toUTCString().replace('GMT', '+0000')}
`;

const COPYRIGHT_FORMAT = 'https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/';

export const copyright = (packages: readonly ProductionPackage[]): string => `Format: ${COPYRIGHT_FORMAT}
Upstream-Name: tollgate

Files: *
Copyright: 2026 the authors of Tollgate
License: Apache-2.0

Files: usr/lib/tollgate/bin/node
Copyright: Node.js contributors, and those whom its licence names
License: MIT-and-others
 The whole text is in /usr/share/doc/tollgate/node-LICENSE.gz.

Files: usr/lib/tollgate/node_modules/*
Copyright: the authors that each package names
License: as-each-package-says
 Each package has its licence in its folder:
${packages.map(licenceRow).join('\n')}

License: Apache-2.0
 The whole text is in /usr/share/common-licenses/Apache-2.0.
`;

const licenceRow = ({ place, version, license }: ProductionPackage): string =>
  `  ${place.slice('node_modules/'.length)} ${version} (${license})`;

/** The manual, made of what the command and the settings say about themselves. */
export const manual = (build: Build): string => {
  const date = new Date(build.epoch * 1_000).toISOString().slice(0, 10);
  const commandRows = commands.map(({ words, about }) => `.TP\n.B ${roff(words)}\n${roff(about)}\n`);
  const settingRows = settings.map(
    ({ name, about, default: otherwise }) => `.TP\n.B ${name}\n${roff(about)} (default: ${roff(otherwise)})\n`,
  );
  return `.TH TOLLGATE 1 "${date}" "tollgate ${build.version}" "Tollgate"
.SH NAME
tollgate \\- merchants, keys and migrations of a payment gateway
.SH SYNOPSIS
.B tollgate
.I command
.RI [ flags ]
.SH DESCRIPTION
Acts on the database of the gateway, with the settings of
.I /etc/tollgate/tollgate.env
and as the user tollgate when root calls it.
.SH COMMANDS
${commandRows.join('')}.PP
Every command takes
.BR \\-\\-help ,
and
.B \\-\\-json
to print only JSON.
.SH A NEW INSTALLATION
.nf
umask 027
openssl rand \\-hex 32 > /etc/tollgate/master.key
openssl rand \\-hex 32 > /etc/tollgate/vault.key
chgrp tollgate /etc/tollgate/*.key
editor /etc/tollgate/tollgate.env
tollgate migrate
systemctl enable \\-\\-now tollgate
tollgate doctor
tollgate merchant create \\-\\-name "Acme"
.fi
.SH SEVERAL PROCESSES
A file
.I /etc/tollgate/jobs.env
with TOLLGATE_ROLES=jobs and a TOLLGATE_PORT of its own, then
.BR "systemctl enable \\-\\-now tollgate@jobs" .
.SH SETTINGS
${settingRows.join('')}.SH FILES
.TP
.I /etc/tollgate/tollgate.env
settings of the service and of the command
.TP
.I /etc/tollgate/master.key, /etc/tollgate/vault.key
the two keys; neither an upgrade nor a removal touches them
.SH LOGS
JSON lines in the journal:
.BR "journalctl \\-u tollgate \\-o cat" .
`;
};

const roff = (text: string): string =>
  text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('`', '').replace(/^[.']/, '\\&$&');
