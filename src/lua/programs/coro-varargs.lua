local function pass(...) return coroutine.yield(...) end
local co = coroutine.create(function(...) return "done", pass(pass(pass(...))) end)
print(coroutine.resume(co, 1, nil, 3)) print(coroutine.resume(co)) print(coroutine.resume(co, nil, nil)) print(coroutine.resume(co, "x", "y"))
local function collect(...) local t = { n = select("#", ...), ... } return t end
co = coroutine.wrap(function() local t = collect(coroutine.yield()) coroutine.yield(t.n, t[1], t[3]) return collect(coroutine.yield("again")).n end)
co() print(co(1, 2, 3)) print(co()) print(co(nil, nil))
co = coroutine.wrap(function(...) local a, b = ... local t = { coroutine.yield(a, b) } return #t, unpack(t) end) print(co(5, 6)) print(co(7, 8, 9))
