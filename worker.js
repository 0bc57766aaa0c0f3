// A worker of the page: runs the same program from the module the page has already compiled.
// The first message is { program: address of the program's JavaScript, module: WebAssembly.Module };
// what comes meanwhile is kept and handed on once the program listens.
const early = [];
onmessage = (first) => {
  onmessage = (event) => early.push(event);
  import(first.data.program)
    .then(({ default: init }) => init({ module_or_path: first.data.module }))
    .then(() => early.forEach((event) => dispatchEvent(new MessageEvent("message", { data: event.data, ports: event.ports }))))
    // A promise that fails is no error of the worker's: the page is to hear of it.
    .catch((problem) => setTimeout(() => { throw problem; }));
};
