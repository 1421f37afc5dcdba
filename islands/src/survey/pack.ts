// What the server tells of somebody's areas: their villages and points, and how much there is.
import type { AreaPack } from "./model";

export async function fetchPack(incident: string): Promise<AreaPack | undefined> {
  try {
    const answer = await fetch(`/api/v1/survey/area?incident=${encodeURIComponent(incident)}`, {
      headers: { Accept: "application/json" },
      cache: "no-store",
      signal: AbortSignal.timeout(30_000),
    });
    return answer.ok ? ((await answer.json()) as AreaPack) : undefined;
  } catch {
    return undefined;
  }
}
