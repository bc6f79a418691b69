using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>An exception with its stack, for who mends the program; shown with <c>--debug</c> alone.</summary>
internal static class FaultText
{
    public static string Of(Exception fault) => string.Join('\n', fault.ToString().Split('\n').Select(line => DisplayText.Escape(line.TrimEnd('\r'))));
}
