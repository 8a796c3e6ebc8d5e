// What every module draws with: Preact, htm and the hooks, from the one vendored file.
export {
  html, render, createContext, useCallback, useContext, useEffect, useErrorBoundary, useLayoutEffect, useMemo, useRef, useState,
} from "/files/vendor/preact-htm.js";
