import { Fragment, type JSX } from 'react';
import styles from './texts.module.css';

/** A template with its variables set apart from the words. */
export function WithVariables({ text }: { text: string }): JSX.Element {
  let at = 0;
  return (
    <>
      {text.split(/(\{\w+\})/).map((part, index) => {
        const key = at;
        at += part.length;
        // Every second part is what the pattern found.
        return index % 2 === 1 ? (
          <code key={`variable ${key}`} className={styles.variable}>
            {part}
          </code>
        ) : (
          <Fragment key={`words ${key}`}>{part}</Fragment>
        );
      })}
    </>
  );
}
