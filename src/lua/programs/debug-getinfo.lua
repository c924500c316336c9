local function f(a, b, ...) local i = debug.getinfo(1, "Snlu") return i end
local i = f(1, 2)
print(i.short_src, i.source, i.what, i.linedefined, i.lastlinedefined, i.currentline, i.name, i.namewhat, i.nups)
local g = debug.getinfo(print) print(g.what, g.short_src, g.currentline, g.linedefined, g.func == print)
local h = debug.getinfo(f, "S") print(h.short_src, h.linedefined, h.what, h.currentline, h.name)
print(debug.getinfo(1, "l").currentline, debug.getinfo(1, "S").what, debug.getinfo(50), pcall(debug.getinfo, "x")) print(pcall(debug.getinfo, 1, "X")) print(pcall(debug.getinfo))
function globalfn() local i = debug.getinfo(1, "n") return i.name, i.namewhat end print(globalfn()) local t = { field = globalfn } local n, w = t.field() print(n, w) n, w = t:field() print(n, w)
local function who() return debug.getinfo(2, "nl").name, debug.getinfo(2, "l").currentline end local function me() local a, b = who() return a, b end local x, y = me() print(x, y)
print(debug.getinfo(1, "f").func ~= nil or true, debug.getinfo(f, "f").func == f, debug.getinfo(loadstring("return 1", "=(chunk)"), "S").short_src)
