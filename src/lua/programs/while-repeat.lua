local i = 0
while i < 3 do i = i + 1 io.write(i, " ") end print()
repeat i = i - 1 io.write(i, " ") until i == 0 print()
while true do i = i + 1 if i > 5 then break end end
print(i)
repeat local done = i >= 7; i = i + 1 until done
print(i)
local n = 0
while n < 3 do
  n = n + 1
  local m = 0
  while true do m = m + 1 if m > n then break end end
  io.write(n, m, " ")
end
print()
repeat local x = "set" until x == "set"
while false do end
local fs = {}
local k = 0
repeat
  k = k + 1
  local v = k
  fs[k] = function() return v end
until v >= 3
print(fs[1](), fs[2](), fs[3]())
