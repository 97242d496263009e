import { type JSX } from 'react';
import { Wall } from '../features/wall/wall.js';
import { useDesk } from '../shared/live/use-desk.js';
import { LoadState } from '../shared/ui/load-state.js';

export function WallScreen(): JSX.Element {
  const desk = useDesk();
  return desk.data === undefined ? <LoadState query={desk} /> : <Wall desk={desk.data} />;
}
