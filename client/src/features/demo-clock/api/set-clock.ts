import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import { type DemoClockRequest, type DemoClockView, demoClockViewSchema } from '../../../shared/contract.js';
import { demoClockKey } from './get-clock.js';

function setClock(body: DemoClockRequest): Promise<DemoClockView> {
  return request(demoClockViewSchema, '/api/demo/clock', { method: 'PUT', body });
}

export function useSetDemoClock(): UseMutationResult<DemoClockView, Error, DemoClockRequest> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: setClock,
    onSuccess: (clock) => queryClient.setQueryData(demoClockKey, clock),
  });
}
