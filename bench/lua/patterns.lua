-- find, match, gmatch and gsub with strings, tables and functions.
local unit = "The $noun of 2024-05-17 costs 12.50 {money}; key = value\n"
return function()
  local text, total = unit:rep(1500), 0
  for word in text:gmatch("%a+") do total = total + #word end
  for key, value in text:gmatch("(%w+)%s*=%s*(%w+)") do total = total + #key * #value end
  local _, dates = text:gsub("(%d+)-(%d+)-(%d+)", "%3.%2.%1")
  local filled = text:gsub("%$(%w+)", { noun = "price" }):gsub("%b{}", function(s) return s:sub(2, -2):upper() end)
  local at, found = 1, 0
  while true do
    local from, to, amount = filled:find("(%d+%.%d+)", at)
    if not from then break end
    at, found = to + 1, found + tonumber(amount)
  end
  for line in text:gmatch("[^\n]+") do total = total + #line:match("^%s*(.-)%s*$") end
  return total + dates + found + select(2, filled:gsub("%s+", " ")) + #filled:gsub("[aeiou]", "")
end
