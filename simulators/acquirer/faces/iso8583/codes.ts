/** The host's codes as this line says them; in 1993 those of 1987 have three digits, and 180 to 182 are its own. */
const codes1993: Readonly<Record<string, string>> = {
  '00': '000',
  '05': '100',
  '09': '923',
  '12': '902',
  '13': '110',
  '14': '111',
  '1A': '181',
  '21': '902',
  '25': '914',
  '30': '904',
  '41': '208',
  '43': '209',
  '51': '116',
  '54': '101',
  '57': '119',
  '58': '109',
  '59': '102',
  '61': '121',
  '62': '104',
  '63': '182',
  '91': '907',
  '94': '913',
  '96': '909',
  '97': '916',
  N7: '180',
};

/** A code that no table knows stays one. */
export const codeFor = (year: 1987 | 1993, code: string): string => (year === 1987 ? code : (codes1993[code] ?? '199'));
