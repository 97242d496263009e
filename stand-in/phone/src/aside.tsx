import { useState, type FormEvent, type ReactElement } from 'react';
import { useTexts } from './texts.js';

/** Beside the phone on a wide screen: what this is, and a way to be somebody else in another window. */
export function Aside({ name }: { name: string }): ReactElement {
  const texts = useTexts();
  const [other, setOther] = useState('');
  const open = (event: FormEvent): void => {
    event.preventDefault();
    if (other.trim() === '') return;
    window.open(`?caller=${encodeURIComponent(other.trim())}`, '_blank', 'noopener');
    setOther('');
  };
  return (
    <aside className="aside">
      <h1>{texts('caption')}</h1>
      <p>{texts('explanation')}</p>
      <dl>
        <dt>{texts('you')}</dt>
        <dd>{name}</dd>
      </dl>
      <form onSubmit={open}>
        <label htmlFor="another-caller">{texts('another')}</label>
        <div className="row">
          <input
            id="another-caller"
            value={other}
            maxLength={20}
            placeholder={texts('anotherName')}
            autoComplete="off"
            onChange={(event) => setOther(event.target.value)}
          />
          <button type="submit">{texts('open')}</button>
        </div>
      </form>
    </aside>
  );
}
