import { expect, test } from '@jest/globals';
import { shapeLines } from './shape-lines.js';

test('a shape is read line by line, each with its type or what it holds below it', () => {
  const shape = { destination: 'string', events: [{ type: 'string', empty: {} }, 'null'], none: [] };
  expect(shapeLines(shape).map(({ depth, name, type }) => [depth, name, type])).toEqual([
    [0, 'destination', 'string'],
    [0, 'events', null],
    [1, '[0]', null],
    [2, 'type', 'string'],
    [2, 'empty', '{}'],
    [1, '[1]', 'null'],
    [0, 'none', '[]'],
  ]);
});

test('each line has a name of its own', () => {
  const paths = shapeLines({ a: { b: 'string' }, b: ['string', 'string'] }).map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
});

test('what is no object is one line', () => {
  expect(shapeLines('number')).toEqual([{ path: '', depth: 0, name: '', type: 'number' }]);
});
