local function down(n) if n == 0 then return coroutine.yield("bottom") end local r = down(n - 1) return r + 1 end
local co = coroutine.create(down) print(coroutine.resume(co, 150)) print(coroutine.resume(co, 0)) print(coroutine.status(co))
local function tail(n) if n == 0 then return coroutine.yield("tail") end return tail(n - 1) end
co = coroutine.create(tail) print(coroutine.resume(co, 5000)) print(coroutine.resume(co, "value"))
local function nest(n) if n == 0 then return "innermost" end return coroutine.wrap(function() return nest(n - 1) .. "." .. n end)() end print(nest(20))
local function yielder(n) for i = 1, n do coroutine.yield(i) end return n end
local function middle(n) local total = 0 for i = 1, n do total = total + yielder(i) end return total end
local values = {} co = coroutine.wrap(function() return "sum " .. middle(4) end) repeat local v = co() values[#values + 1] = v until type(v) == "string" print(table.concat(values, " "))
