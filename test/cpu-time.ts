/** Milliseconds of processor time that this process has used: unlike the clock, they do not grow when other tests are running beside it. */
export const cpuTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
