local function grade(n)
  if n >= 90 then return "A"
  elseif n >= 80 then return "B"
  elseif n >= 70 then return "C"
  else return "F" end
end
print(grade(95), grade(85), grade(75), grade(5))
local function sign(n) if n > 0 then return 1 elseif n < 0 then return -1 end return 0 end
print(sign(5), sign(-5), sign(0))
if nil then print(1) elseif false then print(2) else print(3) end
if 0 then print("0 is true") end
if "" then print("empty string is true") end
if not nil then print("not nil") end
local x = 5
if x > 3 and x < 10 or x == 100 then print("in range") end
if not (x == 5) then print("no") else print("yes") end
