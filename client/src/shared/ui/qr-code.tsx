import { generate } from 'lean-qr';
import { toSvgPath } from 'lean-qr/extras/svg';
import { type JSX, useMemo } from 'react';
import styles from './qr-code.module.css';

/** Scanners want this much of nothing around it, in modules. */
const quiet = 4;

/** A QR code, drawn here: what it holds goes nowhere. */
export function QrCode({ text, label }: { text: string; label: string }): JSX.Element {
  const { path, size } = useMemo(() => {
    const code = generate(text);
    return { path: toSvgPath(code), size: code.size };
  }, [text]);
  const side = size + 2 * quiet;
  return (
    <svg
      className={styles.code}
      viewBox={`${-quiet} ${-quiet} ${side} ${side}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
