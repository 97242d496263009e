import { type ReportRow, type TransparencyReport } from '../../contract/disclosure.js';

/** For publishing: names as the API has them, every row with what it counts by. The mark at its start tells spreadsheets that it is UTF-8. */
export function reportAsCsv({ year, askers, bases, emergencies }: TransparencyReport): string {
  const lines = (by: string, rows: readonly ReportRow[]): string[] =>
    rows.map(({ name, received, given, refused, open }) =>
      [year, by, name, received, given, refused, open].join(','),
    );
  return `\uFEFF${[
    'year,by,name,received,given,refused,open',
    ...lines('asker', askers),
    ...lines('basis', bases),
    // Nobody asked first: only what was given has a count.
    ...emergencies.map(({ name, given }) => [year, 'told-in-emergency', name, '', given, '', ''].join(',')),
  ].join('\r\n')}\r\n`;
}
