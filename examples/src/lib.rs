//! Small programs that use the client and embed the server.
