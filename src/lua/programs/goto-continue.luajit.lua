for i = 1, 5 do
  if i % 2 == 0 then goto continue end
  io.write(i, " ")
  ::continue::
end
print()
local i = 1
::top::
if i <= 3 then io.write(i, ";") i = i + 1 goto top end
print()
for i = 1, 3 do for j = 1, 3 do if j == 2 then goto next_i end io.write(i, j, " ") end ::next_i:: end print()
do goto skip; print("never") ::skip:: end
for i = 1, 3 do for j = 1, 3 do if i * j == 4 then goto found end end end
::found:: print("found")
local goto_ = 1
local function f(n) ::again:: if n > 100 then return n end n = n * 2 goto again end print(f(3))
repeat local x = 5 if x == 5 then goto cont end print("no") ::cont:: until true
local fs = {}
do local k = 0 ::loop:: local j = k fs[#fs + 1] = function() j = j + 1 return j end k = k + 10 if k < 30 then goto loop end end
print(fs[1](), fs[1](), fs[2](), fs[3]())
local goto1 = 5 print(goto1)
while true do do goto out end end ::out:: print("out")
