/** The skein: one thread, wound into two loops. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 28 20" aria-hidden>
      <path d="M8 4c-3.300 0-5.500 2.700-5.500 6s2.200 6 5.500 6c6 0 6-12 12-12 3.300 0 5.500 2.700 5.500 6s-2.200 6-5.500 6c-2.400 0-3.900-1.800-5-4M11.500 8C10.500 5.800 9.700 4 8 4" />
    </svg>
  );
}
