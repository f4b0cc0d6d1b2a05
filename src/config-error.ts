/** A setting that can't be used: the message is the one sentence an operator sees. */
export class ConfigError extends Error {}
