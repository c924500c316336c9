local function counter() local n = 0 return function() n = n + 1 coroutine.yield(n) return n end end
local c = counter()
local co = coroutine.wrap(function() while true do c() end end) print(co(), co(), co())
local t = {} for i = 1, 3 do t[i] = coroutine.wrap(function() local j = i while true do j = j + i coroutine.yield(j) end end) end
for round = 1, 3 do print(t[1](), t[2](), t[3]()) end
local shared = 0
local function worker(k) return coroutine.wrap(function() while true do shared = shared + k coroutine.yield(shared) end end) end
local w1, w2 = worker(1), worker(10) print(w1(), w2(), w1(), w2(), shared)
