async def main3():
  await somecall(1, 5)
