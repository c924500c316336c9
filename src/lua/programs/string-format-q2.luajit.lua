print(("%q"):format("tab\t")) print(("%q"):format("\1\2\200")) print(("%q"):format("cr\rhere")) print(("%q"):format("z\0001\127"))
print(("%s %s %s"):format({} ~= nil, nil, true), ("%5s|"):format(nil))
