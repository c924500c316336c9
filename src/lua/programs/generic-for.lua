local function range(n)
  return function(limit, i) if i < limit then return i + 1, (i + 1) ^ 2 end end, n, 0
end
for i, sq in range(4) do io.write(i, "=", sq, " ") end print()
for k, v in next, { 10, 20, 30 } do io.write(k, ":", v, " ") end print()
for i, v in ipairs({ "a", "b", nil, "d" }) do io.write(i, v, " ") end print()
local t = { x = 1 }
for k, v in pairs(t) do print(k, v) end
for w in ("one two three"):gmatch("%a+") do io.write(w, ".") end print()
local calls = 0
for a, b, c in function() calls = calls + 1 if calls < 4 then return calls, calls * 2, calls * 3 end end do io.write(a, b, c, " ") end print()
for _ in pairs({}) do print("never") end
print(pcall(function() for x in 5 do end end))
print(pcall(function() for x in nil do end end))
local mt = setmetatable({}, { __call = function(self, s, c) c = (c or 0) + 1 if c <= 3 then return c end end })
for i in mt do io.write(i, " ") end print()
for k in pairs({ 1, 2, 3 }) do if k == 2 then break end io.write(k, " ") end print()
