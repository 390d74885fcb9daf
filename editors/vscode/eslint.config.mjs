import eslint from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  globalIgnores(["dist", "bundled", "**/node_modules"]),
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      // The compiler knows the names, in JavaScript too.
      "no-undef": "off",
      eqeqeq: "error",
      "no-console": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  {
    // `test` of Node's runner returns a promise that the runner itself waits for.
    files: ["test/**", "e2e/**"],
    rules: {
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", name: ["describe", "suite", "test"], package: "node:test" }] },
      ],
    },
  },
  {
    // Scripts speak to a terminal.
    files: ["scripts/**", "e2e/**"],
    rules: { "no-console": "off" },
  },
);
