using System.Text.RegularExpressions;

namespace StoreForensics.Findings;

/// <summary>Tells build steps that install packages.</summary>
internal static partial class PackageStep
{
    public static bool Is(string command) => Manager().IsMatch(command);

    [GeneratedRegex(@"\b(apt-get|apt|apk|yum|dnf|microdnf|zypper|tdnf|pacman|dpkg|rpm)\b")]
    private static partial Regex Manager();
}
