/**
 * The one place that says where the SDK is. By its file and not by its name, so that the command also runs where the
 * sources lie without a `node_modules` around them: in the Debian package and the container.
 */
export * from '../../sdk/src/index.ts';
