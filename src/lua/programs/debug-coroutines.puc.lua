local function inner(x) local y = coroutine.yield(x) return y end
local function middle(x) local r = inner(x) return r end
local co = coroutine.create(function(a)
  local r = middle(a)
  error("boom " .. tostring(r))
end)
print(debug.traceback(co))
print(coroutine.resume(co, 1))
print(debug.traceback(co)) print(debug.traceback(co, "msg")) print(debug.traceback(co, nil, 1)) print(debug.traceback(co, "hi", 2))
for l = 0, 4 do local i = debug.getinfo(co, l, "Sln") print(l, i and i.what, i and i.currentline, i and i.name) end
print(coroutine.resume(co, "x"))
print(debug.traceback(co))
print(coroutine.status(co), debug.traceback(co, "after"))
for l = 0, 3 do local i = debug.getinfo(co, l, "Sl") print(l, i and i.what, i and i.currentline) end
local done = coroutine.create(function() return 1 end) coroutine.resume(done) print(debug.traceback(done))
local t = coroutine.create(function() local t = nil; t.x = 1 end)
print(coroutine.resume(t)) print(debug.traceback(t))
local y = coroutine.yield
local alias = coroutine.create(function() local z = y(5) y() end) coroutine.resume(alias) print(debug.traceback(alias))
local deep = coroutine.create(function() local ok = pcall(error, "inside") local n = coroutine.wrap(function() error("from wrap") end) n() end)
print(coroutine.resume(deep)) print(debug.traceback(deep))
print(debug.traceback(print) == print, debug.traceback({}) ~= nil, debug.traceback(nil))
