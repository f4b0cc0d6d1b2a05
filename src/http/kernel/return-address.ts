type Mode = 'sandbox' | 'live';
/** What is wrong with the address; `message` goes on after the field's name. */
type Failure = { readonly code: string; readonly message: string };

/**
 * Where a customer may be sent: a web page, or an app of the shop by a scheme of its own, such as `sdk://done`. What an
 * operating system or a browser does with a scheme nobody can list, so schemes are allowed by their form, and few of
 * that form are refused.
 */
export const checkReturnAddress = (text: string, mode: Mode): Failure | undefined => {
  if (CONTROL.test(text) || /\s/.test(text) || !text.isWellFormed())
    return { code: 'url', message: 'must not have spaces or control characters.' };
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  const url = URL.parse(text);
  if (scheme === undefined || url === null || !text.slice(scheme.length).startsWith('://'))
    return { code: 'url', message: 'must be an absolute address, such as https://shop.example/done.' };
  // A parser forgets a user that is empty; who reads the address does not.
  const hasUser = url.username !== '' || url.password !== '' || /^[^/?#\\]*@/.test(text.slice(scheme.length + 3));
  if (hasUser) return { code: 'url', message: 'must not have a user name or password.' };
  if (scheme === 'https' || scheme === 'http') return checkWeb(url, mode);
  return isAppScheme(scheme)
    ? undefined
    : { code: 'urlScheme', message: `must begin with https: or a scheme of your own app, and not with ${scheme}:.` };
};

/**
 * With real money the way back must not cross the net in the open. `URL` has made a name of other letters punycode
 * already.
 */
const checkWeb = ({ protocol, hostname }: URL, mode: Mode): Failure | undefined => {
  if (protocol === 'http:' && mode === 'live')
    return { code: 'urlScheme', message: 'must begin with https: (or a scheme of your own app) in live mode.' };
  return HOST.test(hostname)
    ? undefined
    : { code: 'url', message: 'must have a host of letters, digits, dots and hyphens, such as shop.example.' };
};

const HOST = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])$/;

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/**
 * `com.shop.app`: a domain turned round, which can't be anybody else's. `sdk`: letters and digits alone, which leaves
 * out whole families of handlers that run things (`ms-msdt`, `search-ms`, `view-source`, `x-apple…`, `git+ssh`,
 * `web+…`), and none of the names below.
 */
const isAppScheme = (scheme: string): boolean => {
  const [first = '', ...rest] = scheme.split('.');
  if (rest.length > 0) return /^[a-z]{2,}(?:\.[a-z0-9-]+)+$/.test(scheme) && !PLATFORM_PREFIXES.has(first);
  return /^[a-z][a-z0-9]+$/.test(scheme) && !TAKEN_SCHEMES.has(scheme) && !/^(?:ms|moz|chrome)/.test(scheme);
};

const PLATFORM_PREFIXES: ReadonlySet<string> = new Set(['microsoft', 'windows', 'ms', 'vnd', 'apple', 'android']);

/** Plain names that belong to a browser, an operating system or a widespread program, by what opening them may do. */
const TAKEN_SCHEMES: ReadonlySet<string> = new Set(
  `
  about blob data devtools edge file filesystem javascript jar livescript mocha mhtml mk its opera resource safari vbscript
  wyciwyg brave vivaldi firefox
  intent android market content package
  applescript osascript shortcuts prefs appprefs facetime itms itmss itunes maps calshow help terminal iterm iterm2 xcode
  hcp shell local res windowsdefender bingmaps xbox onenote outlook excel word powerpoint access acrobat jnlp jnlps wsl
  search ldap ldaps mailto mid cid tel sms smsto mms mmsto callto sip sips geo skype zoommtg zoomus slack teams discord xmpp irc
  ircs aim ymsgr im news nntp snews magnet torrent ed2k steam spotify
  smb cifs nfs afp ftp ftps sftp tftp fish scp rsync dav davs webdav ssh telnet tn3270 rlogin vnc rdp ica citrix gopher
  finger wais dict ws wss rtsp rtmp mmsh icy webcal feed
  git svn cvs hg vscode vscodium cursor idea jetbrains pycharm webstorm docker postman github
  apt aptitude snap flatpak appstream man info ghelp trash computer network admin archive burn recent mtp adb
  otpauth openid wifi matmsg urn tag null nil unsafe bitcoin ethereum lightning
  php expect zip phar ogg glob jdbc rmi jndi netdoc dns
`
    .trim()
    .split(/\s+/),
);
