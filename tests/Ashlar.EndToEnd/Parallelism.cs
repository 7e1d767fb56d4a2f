// Each test runs processes of its own: more at a time than this only makes them wait for each other.
[assembly: Xunit.CollectionBehavior(MaxParallelThreads = 2)]
