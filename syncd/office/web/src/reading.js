import { useEffect, useState } from "/vendor/preact.js";
import { read } from "./api.js";

const kBeatMs = 15_000;

/**
 * Watches the head of the central log: {beat, time, today, lost}. `beat` grows when something changed; nothing is asked while
 * nobody looks at the page.
 */
export function useHeartbeat() {
  const [state, setState] = useState({ beat: 0, time: "", today: "", lost: false });
  useEffect(() => {
    let last = null;
    const look = async () => {
      if (document.hidden) return;
      try {
        const head = await read("/api/head");
        const changed = last !== null && (head.lsn !== last.lsn || head.today !== last.today);
        last = head;
        const time = new Date().toLocaleTimeString("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
        setState((before) => ({ beat: before.beat + (changed || before.lost ? 1 : 0), time, today: head.today, lost: false }));
      } catch {
        setState((before) => ({ ...before, lost: true }));
      }
    };
    look();
    const timer = setInterval(look, kBeatMs);
    document.addEventListener("visibilitychange", look);
    window.addEventListener("xiangji-look", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("xiangji-look", look);
    };
  }, []);
  return state;
}

/**
 * What stands at some addresses, read again at every beat: {bodies, failure, waiting, retry}. While new answers are on their
 * way the old ones stay on the page if `keyOf` (what the person looks at) is the same: nothing jumps.
 */
export function useReadings(addresses, beat, keyOf) {
  const [held, setHeld] = useState({ key: null, bodies: null, failure: null });
  const [turn, setTurn] = useState(0);
  const wanted = addresses.join("\n");
  useEffect(() => {
    let left = false;
    Promise.all(addresses.map(read)).then(
      (bodies) => { if (!left) setHeld({ key: keyOf, bodies, failure: null }); },
      (failure) => { if (!left) setHeld((before) => ({ key: keyOf, bodies: before.key === keyOf ? before.bodies : null, failure })); },
    );
    return () => { left = true; };
  }, [wanted, beat, turn, keyOf]);
  const current = held.key === keyOf;
  return {
    bodies: current ? held.bodies : null,
    failure: current ? held.failure : null,
    waiting: !current,
    retry: () => setTurn(turn + 1),
  };
}

export function useReading(address, beat) {
  const { bodies, ...rest } = useReadings([address], beat, address);
  return { body: bodies?.[0] ?? null, ...rest };
}
