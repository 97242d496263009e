import { type JSX } from 'react';
import { type Shape } from '../../shared/contract.js';
import styles from './shape-tree.module.css';
import { shapeLines } from './shape-lines.js';

/** The keys of something received, with the type of each value instead of the value. */
export function ShapeTree({ shape }: { shape: Shape }): JSX.Element {
  return (
    <ul className={styles.tree}>
      {shapeLines(shape).map(({ path, depth, name, type }) => (
        <li key={path} className={styles.line}>
          {/* A step in for each level, which a style sheet alone can't count. */}
          <span aria-hidden="true">{'\u00a0'.repeat(depth * 3)}</span>
          <span className={styles.name}>{name}</span>
          {type !== null && <span className={styles.type}>{type}</span>}
        </li>
      ))}
    </ul>
  );
}
