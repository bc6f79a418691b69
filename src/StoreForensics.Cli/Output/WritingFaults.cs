using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>A report that cannot be made is an output that cannot be written, whatever was thrown while it was made.</summary>
internal static class WritingFaults
{
    /// <exception cref="OutputException">Anything went wrong that has no exit code of its own.</exception>
    public static T Guard<T>(string what, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (Containment.Holds(e) && Containment.Bare(e) is not (OutputException or IOException))
        {
            throw new OutputException($"{what} cannot be written: {Containment.Words(e)}", e);
        }
    }
}
