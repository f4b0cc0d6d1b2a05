import type { CodeRow } from '../codes/code-row.ts';

/**
 * How one host speaks ISO 8583: a table, so that another host is another table. It says for every field how it is
 * written, which message each verb is, and where the things are that the standard leaves to the host.
 */
export type Dialect = {
  /** As an account names it. */
  readonly name: string;
  readonly about: string;
  readonly version: '1987' | '1993';
  /** What stands before each message on the line. */
  readonly header: {
    readonly bytes: 2 | 4;
    readonly coding: 'binary' | 'ascii';
    /** The length counts its own bytes, too. */
    readonly includesItself: boolean;
  };
  /** 5 bytes after the header: `60`, destination, origin. An answer has the two swapped. */
  readonly hasTpdu: boolean;
  readonly mti: 'ascii' | 'bcd';
  readonly bitmap: 'hex' | 'binary';
  /** Fields of digits (`n`) and of tracks (`z`). */
  readonly digits: 'ascii' | 'bcd';
  /** The lengths of LLVAR and LLLVAR fields. */
  readonly lengths: 'ascii' | 'bcd';
  /** Fields of bytes (`b`). */
  readonly bytes: 'hex' | 'binary';
  /** A longer message is none: the line is given up. */
  readonly maxBytes: number;
  /** `n12` fixed, `n..19` LLVAR, `ans...999` LLLVAR; lengths in digits, letters, or bytes for `b`. */
  readonly fields: Readonly<Record<number, string>>;
  readonly private: PrivateField;
  readonly templates: Templates;
  /** Codes of this host besides, or instead of, those of its version. */
  readonly codes: Readonly<Record<string, CodeRow>>;
  /** Used when the account has a key: field 64, or 128 in a message that has a field beyond 64. */
  readonly mac: 'retail' | 'aesCmac';
};

/** Sub-fields in one field: tag, length in digits, value; what the standard has no field for. */
export type PrivateField = {
  readonly field: number;
  readonly lengthDigits: 2 | 3;
  readonly tags: Readonly<Record<PrivateTag, string>>;
};

export const privateTags = [
  'reference',
  'originalReference',
  'merchantId',
  'merchantReferenceId',
  'cvc',
  'eci',
  'cavv',
  'dsTransId',
  'threeDsVersion',
  'exemption',
  'initiator',
  'storesCard',
  'mitCategory',
  'networkTransactionId',
  'finalCapture',
  'originalMti',
  'state',
] as const;
export type PrivateTag = (typeof privateTags)[number];

/** Of each verb: the message, and the fields that are always the same. What is said again has the last digit 1. */
export type Template = {
  readonly mti: string;
  readonly set: Readonly<Record<number, string>>;
};

export type Templates = {
  readonly authorize: Template;
  readonly sale: Template;
  /** An authorization of 0. */
  readonly check: Template;
  readonly capture: Template;
  readonly refund: Template;
  /** A request: it can be declined. */
  readonly void: Template;
  /** An advice: it is repeated until it is acknowledged. */
  readonly reverse: Template;
  /** Undefined: the host can't be asked. */
  readonly inquire: Template | undefined;
  readonly signOn: Template;
  readonly signOff: Template;
  readonly echo: Template;
};
