import { describeAcquirerConformance } from '../../../../test/conformance/acquirer/conformance.ts';
import { isLong } from '../../../../test/support/length.ts';
import { macKeys, startIsoHost } from './iso8583.fixture.ts';

// One that can be asked and signs nothing, one that can't be asked and signs everything.
describeAcquirerConformance('iso8583 in BCD with a TPDU', () => startIsoHost('bcd-1987'));
describeAcquirerConformance('iso8583 in ASCII, signed', () => startIsoHost('ascii-1987', macKeys.retail));
if (isLong) describeAcquirerConformance('iso8583 of 1993, signed', () => startIsoHost('iso-1993', macKeys.aes));
