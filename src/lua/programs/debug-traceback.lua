local function a() return debug.traceback("msg") end
local function b() local r = a() return r end
local t = b() print((t:gsub("\n\t%[C%]:.*$", "")))
print((debug.traceback("hi", 1):gsub("\n\t%[C%].*$", ""))) print((debug.traceback("hi", 2):gsub("\n\t%[C%].*$", ""))) print(debug.traceback("x", 50)) print(debug.traceback({}) ~= nil, type(debug.traceback({})), debug.traceback(5, 50))
function gfun() local s = debug.traceback() return s end local obj = { meth = function(self) local s = gfun() return s end } local s = obj:meth() print((s:gsub("\n\t%[C%]:.*$", "")))
print((select(2, xpcall(function() error("err") end, debug.traceback)):gsub("\n\t%[C%]: in function 'xpcall'.*$", "")))
local co = coroutine.create(function() local function inner() local t = debug.traceback("in co") coroutine.yield(t) end inner() end) print((select(2, coroutine.resume(co))))
print((select(2, xpcall(function() local x = nil; x() end, debug.traceback)):gsub("\n\t%[C%]: in function 'xpcall'.*$", "")))
local up = function() local t = debug.traceback("up") return t end local function viaup() local t = up() return t end local r = viaup() print((r:gsub("\n\t%[C%]:.*$", "")))
