/**
 * What `work` comes to, or `otherwise` when it fails or takes longer than `ms`. For checks, where
 * an answer that comes late is as good as none; the work itself is not stopped.
 */
export const within = async <T>(ms: number, work: () => Promise<T>, otherwise: T): Promise<T> => {
  const { promise: late, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(resolve, ms, otherwise);
  try {
    return await Promise.race([work().catch(() => otherwise), late]);
  } finally {
    clearTimeout(timer);
  }
};
