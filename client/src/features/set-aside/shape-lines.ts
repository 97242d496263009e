import { type Shape } from '../../shared/contract.js';

interface ShapeLine {
  /** Its place in the whole, for example `events[0].message`. */
  readonly path: string;
  readonly depth: number;
  readonly name: string;
  /** Null where lines below say what it holds. */
  readonly type: string | null;
}

const isList = (shape: Shape): shape is readonly Shape[] => Array.isArray(shape);

function entries(shape: Shape): [string, Shape][] {
  if (typeof shape === 'string') return [];
  if (isList(shape)) return shape.map((item, index) => [`[${index}]`, item]);
  return Object.entries(shape);
}

function below(shape: Shape, path: string, depth: number): ShapeLine[] {
  return entries(shape).flatMap(([name, inner]) => {
    const at = `${path}.${name}`;
    const isEmpty = typeof inner !== 'string' && entries(inner).length === 0;
    const type = typeof inner === 'string' ? inner : isEmpty ? (isList(inner) ? '[]' : '{}') : null;
    return [{ path: at, depth, name, type }, ...below(inner, at, depth + 1)];
  });
}

/** A shape line by line, as it is read from above. */
export function shapeLines(shape: Shape): ShapeLine[] {
  if (typeof shape === 'string') return [{ path: '', depth: 0, name: '', type: shape }];
  return below(shape, '', 0);
}
