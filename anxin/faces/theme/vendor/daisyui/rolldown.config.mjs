const cut = {
  name: "cut",
  resolveId(source, importer) {
    if (source.endsWith("/imports.js") && importer?.includes("daisyui")) return new URL("./imports.js", import.meta.url).pathname;
    return null;
  },
  load(id) { return id.endsWith("theme/object.js") ? "export default {}" : null; },
};
export default [
  { input: "../daisyui-5.8.1/index.js", plugins: [cut], output: { file: "daisyui.js", format: "esm" } },
  { input: "../daisyui-5.8.1/theme/index.js", plugins: [cut], output: { file: "daisyui-theme.js", format: "esm" } },
];
