import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from '../../shared/api/request.js';
import {
  type FigureChoices,
  figureChoicesSchema,
  type FiguresView,
  figuresViewSchema,
} from '../../shared/contract.js';

export function useFigureChoices(): UseQueryResult<FigureChoices> {
  return useQuery({
    queryKey: ['figures'],
    queryFn: ({ signal }) => request(figureChoicesSchema, '/api/figures', { signal }),
  });
}

export function useFigures(accountId: string, month: string): UseQueryResult<FiguresView> {
  return useQuery({
    queryKey: ['figures', accountId, month],
    queryFn: ({ signal }) => request(figuresViewSchema, addressOfFigures(accountId, month), { signal }),
  });
}

export function addressOfFigures(accountId: string, month: string): string {
  return `/api/figures/${encodeURIComponent(accountId)}/${month}`;
}
