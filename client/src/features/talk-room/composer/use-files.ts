import { type ClipboardEvent, type RefObject, useEffect, useRef, useState } from 'react';

interface Files {
  /** What files may be dropped on. */
  frame: RefObject<HTMLDivElement | null>;
  /** Files are held over it. */
  isOver: boolean;
  onPaste: (event: ClipboardEvent) => void;
}

const hasFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') === true;

/** Files that are dropped or pasted. Text is left to the browser. */
export function useFiles(onFiles: (files: Iterable<File>) => void): Files {
  const frame = useRef<HTMLDivElement>(null);
  const [isOver, setIsOver] = useState(false);
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => {
    // The whole talk room takes them: who drops a picture on a talk means to send it there.
    const element = frame.current?.closest('section') ?? frame.current;
    if (element === null) return undefined;
    const over = (event: DragEvent): void => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent): void => {
      const goesTo = event.relatedTarget;
      if (!(goesTo instanceof Node) || !element.contains(goesTo)) setIsOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      setIsOver(false);
      latest.current([...(event.dataTransfer?.files ?? [])]);
    };
    element.addEventListener('dragover', over);
    element.addEventListener('dragleave', leave);
    element.addEventListener('drop', drop);
    return () => {
      element.removeEventListener('dragover', over);
      element.removeEventListener('dragleave', leave);
      element.removeEventListener('drop', drop);
    };
  }, []);

  const onPaste = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files];
    // A piece of a text document comes with a picture of itself: then the text is meant.
    if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    onFiles(files);
  };
  return { frame, isOver, onPaste };
}
