using System.Runtime.InteropServices;
using CreditNotebooks.Cli.Kernels;

namespace CreditNotebooks.Cli.Tests.Kernels;

/// <summary>The places of Jupyter's documentation, "Common Directories and File Locations", with forward slashes.</summary>
public sealed class JupyterFoldersTests
{
    [Theory]
    [InlineData("LINUX", "HOME=/home/a", "/home/a/.local/share/jupyter")]
    [InlineData("LINUX", "HOME=/home/a XDG_DATA_HOME=/d", "/d/jupyter")]
    [InlineData("LINUX", "HOME=/home/a XDG_DATA_HOME=", "/home/a/.local/share/jupyter")]
    [InlineData("LINUX", "HOME=/home/a XDG_DATA_HOME=/d JUPYTER_DATA_DIR=/j", "/j")]
    [InlineData("OSX", "HOME=/Users/a XDG_DATA_HOME=/d", "/Users/a/Library/Jupyter")]
    [InlineData("WINDOWS", "USERPROFILE=C:/Users/a APPDATA=C:/Users/a/AppData/Roaming", "C:/Users/a/AppData/Roaming/jupyter")]
    [InlineData("WINDOWS", "USERPROFILE=C:/Users/a JUPYTER_DATA_DIR=D:/j", "D:/j")]
    public void A_kernel_goes_where_Jupyter_keeps_the_users_own(string platform, string variables, string folder) =>
        Assert.Equal(folder, Of(platform, variables).User.Replace('\\', '/'));

    [Theory]
    [InlineData("LINUX", "HOME=/h", "/h/.local/share/jupyter /usr/local/share/jupyter /usr/share/jupyter")]
    [InlineData("LINUX", "HOME=/h JUPYTER_PATH=/one/:/two", "/one /two /h/.local/share/jupyter /usr/local/share/jupyter /usr/share/jupyter")]
    [InlineData("LINUX", "HOME=/h JUPYTER_DATA_DIR=/j VIRTUAL_ENV=/v", "/j /h/.local/share/jupyter /v/share/jupyter /usr/local/share/jupyter /usr/share/jupyter")]
    [InlineData("LINUX", "HOME=/h VIRTUAL_ENV=/v JUPYTER_PREFER_ENV_PATH=1", "/v/share/jupyter /h/.local/share/jupyter /usr/local/share/jupyter /usr/share/jupyter")]
    [InlineData("LINUX", "HOME=/h CONDA_PREFIX=/c JUPYTER_PREFER_ENV_PATH=off", "/h/.local/share/jupyter /c/share/jupyter /usr/local/share/jupyter /usr/share/jupyter")]
    [InlineData("OSX", "HOME=/h", "/h/Library/Jupyter /h/.local/share/jupyter /usr/local/share/jupyter /usr/share/jupyter")]
    [InlineData("WINDOWS", "APPDATA=C:/a PROGRAMDATA=C:/p JUPYTER_PATH=C:/one;D:/two", "C:/one D:/two C:/a/jupyter C:/p/jupyter")]
    public void Kernels_are_looked_for_in_Jupyters_order(string platform, string variables, string folders) =>
        Assert.Equal(folders.Split(' '), Of(platform, variables).All.Select(folder => folder.Replace('\\', '/')));

    private static JupyterFolders Of(string platform, string variables) =>
        JupyterFolders.Of(variables.Split(' ').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]), OSPlatform.Create(platform));
}
