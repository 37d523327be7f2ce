/** Style sheets come as text, made small when the loader is built. */
declare module '*.css' {
  const text: string;
  export default text;
}
