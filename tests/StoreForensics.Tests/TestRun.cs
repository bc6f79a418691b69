// Fixtures run side by side; those that measure, print to the console or change the current directory say that they must not.
[assembly: Parallelizable(ParallelScope.Fixtures)]
