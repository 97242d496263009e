import {
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { request, requestNothing } from '../../../shared/api/request.js';
import {
  type MadeWall,
  madeWallSchema,
  type MakeWallRequest,
  type WallsView,
  wallsViewSchema,
} from '../../../shared/contract.js';
import { useVerified } from '../../../shared/verification/verification-context.js';

const wallsKey = ['walls'] as const;
/** No event tells of a wall: while its list is in sight, it is asked for anew. */
const askMs = 10_000;

export function useWalls(): UseQueryResult<WallsView> {
  return useQuery({
    queryKey: wallsKey,
    queryFn: ({ signal }) => request(wallsViewSchema, '/api/walls', { signal }),
    refetchInterval: askMs,
    staleTime: 0,
  });
}

export function useMakeWall(): UseMutationResult<MadeWall, Error, MakeWallRequest> {
  const queryClient = useQueryClient();
  const verified = useVerified();
  return useMutation({
    mutationFn: (body) => verified(() => request(madeWallSchema, '/api/walls', { method: 'POST', body })),
    // The link is shown once: nothing keeps it after the dialog.
    gcTime: 0,
    onSettled: () => void queryClient.invalidateQueries({ queryKey: wallsKey }),
  });
}

export function useEndWall(id: string): UseMutationResult<void, Error, void> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => requestNothing(`/api/walls/${id}`, { method: 'DELETE' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: wallsKey }),
  });
}
