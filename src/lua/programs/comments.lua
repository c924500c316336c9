-- a comment
--[[ a long
comment ]] print("after long comment")
--[==[ another ]] one
]==] print("level two")
print("x") -- trailing
--[[]] print("empty")
print(1 --[[inline]] + 2)
---[[ not long
print("runs")
--]]
