import { Fragment, type ReactElement } from 'react';

const linkable = /(https?:\/\/[^\s<>「」、。]+|0\d{1,4}-\d{1,4}-\d{3,4}|#\d{4})/g;

/** Addresses and telephone numbers in a text can be tapped, as in the talk room of a phone. */
export function LinkedText({ text }: { text: string }): ReactElement {
  return (
    <>
      {text.split(linkable).map((part, index) => {
        // split() puts what was matched at the odd places.
        if (index % 2 === 0) return <Fragment key={index}>{part}</Fragment>;
        const isWeb = part.startsWith('http');
        return (
          <a
            key={index}
            href={isWeb ? part : `tel:${part.replaceAll('-', '')}`}
            {...(isWeb ? { target: '_blank', rel: 'noreferrer' } : {})}
          >
            {part}
          </a>
        );
      })}
    </>
  );
}
